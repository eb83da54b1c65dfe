# The service and its command line. Built in three stages: what is compiled and what makes certificates stay out of what runs.
FROM node:22.21.1-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-fund --no-audit
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build && npm prune --omit=dev --no-fund --no-audit

# Makes the certificates of an event store once; has openssl, which the service does not need.
FROM node:22.21.1-bookworm AS certificates
RUN mkdir /certificates && chown node:node /certificates
COPY deploy/certificates.sh /usr/local/lib/certificates.sh
USER node
ENTRYPOINT ["sh", "/usr/local/lib/certificates.sh", "/certificates"]

FROM node:22.21.1-bookworm-slim AS service
ENV NODE_ENV=production ALLIANCE_HOST=0.0.0.0 ALLIANCE_PORT=7420 ALLIANCE_DATA=/data ALLIANCE_KEY_FILE=/keys/key-encryption-key
WORKDIR /app
# Volumes take these owners over when they are made; log and key-encryption key are never in one volume.
RUN mkdir /data /keys && chown node:node /data /keys && chmod 700 /data /keys
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY bin bin
COPY policies policies
USER node
EXPOSE 7420
VOLUME ["/data", "/keys"]
STOPSIGNAL SIGTERM
# Ready: the log can be written, nothing that follows it ended, no view is behind.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7420/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/alliance"]
CMD ["serve"]
