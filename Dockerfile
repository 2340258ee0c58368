FROM python:3.13.14-slim-trixie AS build
COPY requirements.lock /
# The base image's pip fills the environment, which so needs no pip of its own.
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --require-hashes --no-deps \
        --only-binary :all: --requirement /requirements.lock
COPY bot /app/bot
COPY config /app/config
COPY index /app/index
COPY sources /app/sources
# Compiled here, once: the running bot can write nowhere but to /data.
RUN python -m compileall -q --invalidation-mode unchecked-hash /app

FROM python:3.13.14-slim-trixie
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY LICENSE /app/
# A folder of the class's own documents, mounted here, takes the place of these.
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
