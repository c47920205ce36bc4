# The container image of the Maven build: run `mvn package` (for the GPU `mvn -Pgpu package`) first. docs/deploy.md
#
#   docker build -t elbowatch .
#   docker build -t elbowatch:gpu --build-arg VARIANT=gpu --build-arg BASE=nvidia/cuda:12.8.1-cudnn-runtime-ubuntu24.04 .
#
# JRE      the image that provides Java: 17 or newer, for glibc
# BASE     the base of the image: JRE itself, or an image with CUDA 12 and cuDNN 9, to which Java is copied
# VARIANT  cpu or gpu: the folder of target/image that is copied
# ARCHIVE  on, or off for an image without the archive of classes, which has 85 MB and saves a third of a start's CPU time
ARG JRE=eclipse-temurin:17.0.18_8-jre-noble
ARG BASE=${JRE}

FROM ${JRE} AS jre
ARG JRE
ARG BASE=${JRE}
RUN mkdir /java && if [ "${BASE}" != "${JRE}" ]; then cp -a "${JAVA_HOME}" /java/openjdk; fi

FROM ${BASE}
ARG JRE
ARG BASE=${JRE}
ARG VARIANT=cpu
ARG ARCHIVE=on
# BuildKit sets it if it has no default here; without BuildKit the image gets the natives of x86-64.
ARG TARGETARCH
COPY --from=jre /java /opt/java
# All addresses are the container's own, and publishing the port decides who reaches it: hence insecure. A password or a
# certificate that is set still applies.
# UTF-8, since Java 17 writes in the locale's charset. ONNX Runtime's telemetry is on unless this variable disables it.
ENV PATH=/opt/elbowatch/bin:/opt/java/openjdk/bin:${PATH} ELBOWATCH_HOME=/opt/elbowatch LANG=C.UTF-8 \
    ELBOWATCH_HTTP_HOST=0.0.0.0 ELBOWATCH_HTTP_INSECURE=true ORT_DISABLE_TELEMETRY=1
# Layers in the order of how rarely they change: an update ships only the changed one and those after it.
COPY target/image/${VARIANT}/native/${TARGETARCH:-amd64} /opt/elbowatch/native
COPY target/image/${VARIANT}/onnxruntime target/image/${VARIANT}/kafka /opt/elbowatch/lib/
# The embedded broker of `docker run IMAGE demo`; scoring needs nothing of this layer.
COPY target/image/${VARIANT}/lab /opt/elbowatch/lib/
COPY target/image/${VARIANT}/libraries /opt/elbowatch/lib/
COPY model/bundles /opt/elbowatch/model/bundles
COPY deploy/image /opt/elbowatch/bin
# The bill of materials of the jars; the wildcard, since an offline build has none.
COPY target/image/${VARIANT}/elbowatch.jar target/image/${VARIANT}/elbowatch-lab.jar target/image/${VARIANT}/bom.jso[n] /opt/elbowatch/
# The archive of the classes that a start loads, those of the broker of the demo among them. Java checks that it fits; without it,
# for example because this machine only emulates the architecture, a start takes longer. It differs from build to build.
RUN if [ "${ARCHIVE}" = on ]; then \
        ELBOWATCH_JAVA_OPTS="-XX:ArchiveClassesAtExit=/opt/elbowatch/classes.jsa -Xlog:disable" \
            elbowatch demo --duration 5s >/tmp/demo.log 2>&1 && [ -f /opt/elbowatch/classes.jsa ] \
            || { cat /tmp/demo.log; echo "no archive of classes: starts take longer"; rm -f /opt/elbowatch/classes.jsa; }; \
        rm -rf /tmp/* /tmp/.[!.]*; \
    fi
# Labels of the OCI. Who builds for others adds org.opencontainers.image.created, .revision and .source: RELEASING.md
LABEL org.opencontainers.image.title="Elbowatch" \
    org.opencontainers.image.description="Scores every image of a Kafka topic with a variational autoencoder and reports the anomalous ones." \
    org.opencontainers.image.version="0.1.0" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.base.name="${BASE}" \
    io.elbowatch.variant="${VARIANT}" \
    io.elbowatch.bill-of-materials="/opt/elbowatch/bom.json"
# A number, so that Kubernetes can verify that it is not root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 9464
# Swarm restarts an unhealthy container, so the check asks what a restart heals, and not whether brokers answer. The start
# scores the golden images; failures before that do not count.
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=3 CMD ["elbowatch", "health", "--live"]
ENTRYPOINT ["elbowatch"]
CMD ["run"]
