# One node: PostgreSQL 15 and Patroni, the packages of Debian 12 that `npm run cluster` uses too.
FROM debian:12-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends patroni python3-etcd postgresql-15 \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o postgres -g postgres -m 700 /data
COPY patroni.yml /etc/patroni.yml
USER postgres
VOLUME /data
EXPOSE 5432 8008
# Name, addresses and passwords come from PATRONI_… variables.
CMD ["patroni", "/etc/patroni.yml"]
