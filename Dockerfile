# The gateway, in production: set DATABASE_URL, PUBLIC_URL and ENCRYPTION_KEY. docker-compose.yml runs the same image as a sandbox.
FROM node:24-slim AS built
WORKDIR /app
COPY . .
RUN npm ci --ignore-scripts && npx prisma generate && node scripts/build.ts

FROM node:24-slim

WORKDIR /app

# The optional packages bring Node and PostgreSQL for machines without them; here the image and a service do. Prisma's client, the
# console and the documentation come from the stage above: what makes them is a development dependency.
COPY package.json package-lock.json .npmrc ./
COPY src/client/package.json ./src/client/
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

COPY tsconfig.json ./
COPY prisma ./prisma
COPY schema ./schema
COPY src ./src
COPY --from=built /app/src/store/prisma/generated ./src/store/prisma/generated
COPY --from=built /app/build ./build

RUN mkdir -m 700 /data && chown node:node /data
USER node
VOLUME /data
# It listens on every address of its container, so it starts no sandbox, whose key is public, unless NODE_ENV says otherwise.
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
EXPOSE 4000 4010

HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 4000) + '/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# An operator's commands: docker compose exec gateway node src/admin/main.ts (docs/operations.md, Keys).
# The supervisor takes signals itself and stops its programs in order; without DATABASE_URL it says what is missing.
CMD ["node", "src/main.ts"]
