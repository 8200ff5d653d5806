"""What people show besides their password."""

from typing import Any, ClassVar

from dependency_injector import containers, providers

from application.identity.second_factors.confirm_totp import ConfirmTotp, ConfirmTotpHandler
from application.identity.second_factors.disable_totp import DisableTotp, DisableTotpHandler
from application.identity.second_factors.enrol_totp import EnrolTotp, EnrolTotpHandler
from application.identity.second_factors.renew_recovery_codes import RenewRecoveryCodes, RenewRecoveryCodesHandler
from application.identity.second_factors.reset_totp import ResetTotp, ResetTotpHandler
from infrastructure.containers.wiring import command
from infrastructure.crypto.second_factor_secrets import DrawnSecrets


class SecondFactorsContainer(containers.DeclarativeContainer):
    """Wires second factors."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    factor_secrets = providers.Singleton(DrawnSecrets)

    _factor_ports: ClassVar[dict[str, Any]] = {"accounts": ports.accounts, "factors": ports.second_factors}

    enrol_totp = command(
        shared,
        EnrolTotp,
        EnrolTotpHandler,
        proving=ports.proving,
        clinics=ports.clinics,
        secrets=factor_secrets,
        **_factor_ports,
    )
    confirm_totp = command(shared, ConfirmTotp, ConfirmTotpHandler, secrets=factor_secrets, **_factor_ports)
    renew_recovery_codes = command(
        shared,
        RenewRecoveryCodes,
        RenewRecoveryCodesHandler,
        proving=ports.proving,
        secrets=factor_secrets,
        **_factor_ports,
    )
    disable_totp = command(
        shared, DisableTotp, DisableTotpHandler, proving=ports.proving, demands=ports.demands, **_factor_ports
    )
    reset_totp = command(shared, ResetTotp, ResetTotpHandler, acting=ports.acting, **_factor_ports)
