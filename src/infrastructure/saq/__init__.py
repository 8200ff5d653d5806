"""Jobs carried by SAQ on Redis. It carries a row's id and nothing else; what it loses is sent again."""
