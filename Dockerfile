FROM python:3.13.14-slim-trixie AS build
COPY requirements-uv.lock requirements.lock /
# uv stays in this stage; the environment that it fills has neither uv nor pip.
RUN pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: \
        --requirement /requirements-uv.lock \
 && uv venv --no-cache --python /usr/local/bin/python /venv \
 && uv pip sync --no-cache --require-hashes --only-binary :all: --compile-bytecode \
        --python /venv/bin/python /requirements.lock
COPY bot /app/bot
COPY config /app/config
COPY index /app/index
COPY sources /app/sources
# Compiled here, because the running bot can write only to /data.
RUN python -m compileall -q --invalidation-mode unchecked-hash /app

FROM python:3.13.14-slim-trixie
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY LICENSE /app/
# A class mounts its own documents here, over these.
COPY sources/starter /sources
RUN install --directory --owner=10001 --group=10001 /data

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PULLQUOTE_SOURCES=/sources \
    PULLQUOTE_DATA=/data
WORKDIR /app
USER 10001:10001
VOLUME ["/data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-m", "bot.health", "/data/heartbeat"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
