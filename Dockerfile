# One image for every process: `docker run polyclinic api`, `... worker`, `... migrate`.
# PostgreSQL and Redis stand beside it: the embedded servers of `make run` are not in here.
ARG PYTHON=3.11-slim-bookworm


# The environment, from the hashed lock: a file that is not the one locked stops the build.
FROM python:${PYTHON} AS environment

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore

COPY requirements/production.txt /tmp/production.txt
# The environment holds no pip: what runs in production installs nothing.
RUN python -m venv --without-pip /opt/polyclinic \
    && python -m pip --python /opt/polyclinic/bin/python install \
        --no-deps --only-binary :all: --require-hashes --requirement /tmp/production.txt


FROM python:${PYTHON} AS runtime

LABEL org.opencontainers.image.title="polyclinic" \
      org.opencontainers.image.description="A self-hosted telehealth backend for clinics." \
      org.opencontainers.image.version="0.1.0"

# The root file system may be read-only: nothing is written outside the data directory and /tmp.
ENV PATH="/opt/polyclinic/bin:${PATH}" \
    PYTHONPATH=/app/src \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    POLYCLINIC_DATA_DIRECTORY=/var/lib/polyclinic \
    POLYCLINIC_HOST=0.0.0.0 \
    POLYCLINIC_PORT=8000 \
    POLYCLINIC_WORKER_PORT=8000

RUN groupadd --gid 10001 polyclinic \
    && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home \
        --home-dir /var/lib/polyclinic --shell /usr/sbin/nologin polyclinic \
    && install --directory --mode 0700 --owner 10001 --group 10001 /var/lib/polyclinic

COPY --from=environment /opt/polyclinic /opt/polyclinic
WORKDIR /app
COPY deploy/health.py deploy/health.py
COPY migrations migrations
COPY src src
# A checkout made under a strict umask is readable here all the same.
RUN chmod -R a+rX,go-w . \
    && python -m compileall -q migrations src

USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-I", "deploy/health.py"]
# No shell in between: the process has PID 1, gets SIGTERM itself, and finishes what it does.
ENTRYPOINT ["python", "-m", "interfaces.cli"]
CMD ["api"]
