# NOT BUILT where it was written (no container runtime there). Build it and try compose.yaml before you rely on either.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# pg_dump and pg_restore, for `manage.py backup` and `restore`; their version must not be older than the server's.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --only-binary :all: --require-hashes -r requirements/base.txt
COPY manage.py ./
COPY peerwork peerwork
RUN python -m compileall -q peerwork \
 && useradd --system --uid 10001 --home-dir /var/lib/peerwork --create-home peerwork \
 && mkdir /backups && chown peerwork /backups
USER peerwork
ENV PEERWORK_VAR=/var/lib/peerwork
VOLUME ["/var/lib/peerwork", "/backups"]
EXPOSE 8000

# A monitor has no name of its own, so it borrows the first of ours.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
  "import os,urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/health/ready/', headers={'Host': os.environ['PEERWORK_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "peerwork.wsgi", "-b", "0.0.0.0:8000", "-w", "2", "--threads", "4", "--no-control-socket", \
     "--max-requests", "5000", "--max-requests-jitter", "500"]
