{{/* All settings that the values make, as a JSON object. */}}
{{- define "elbowatch.settings" -}}
{{- $all := dict "application-id" (include "elbowatch.applicationId" .) "kafka.bootstrap.servers" .Values.kafka.bootstrapServers -}}
{{- if include "elbowatch.fetches" . -}}
{{- $_ := set $all "routes" "/etc/elbowatch/routes.yaml" -}}
{{- $_ := set $all "models.cache" "/var/cache/elbowatch" -}}
{{- if .Values.bundle.uri -}}
{{- $_ := set $all "models.from" (regexReplaceAll "[^/]*$" .Values.bundle.uri "") -}}
{{- else if .Values.bundle.volume -}}
{{- $_ := set $all "models.folder" "/bundles" -}}
{{- end -}}
{{- else if .Values.bundle.volume -}}
{{- $_ := set $all "bundle" (printf "/bundles/%s" .Values.bundle.name | trimSuffix "/") -}}
{{- else -}}
{{- $_ := set $all "bundle" .Values.bundle.name -}}
{{- end -}}
{{- if eq .Values.kafka.login "scram" -}}
{{- $_ := set $all "kafka.security.protocol" "SASL_SSL" -}}
{{- $_ := set $all "kafka.sasl.mechanism" "SCRAM-SHA-512" -}}
{{- else if eq .Values.kafka.login "tls" -}}
{{- $_ := set $all "kafka.security.protocol" "SSL" -}}
{{- $_ := set $all "kafka.ssl.keystore.type" "PKCS12" -}}
{{- $_ := set $all "kafka.ssl.keystore.location" "/etc/elbowatch-tls/user.p12" -}}
{{- $_ := set $all "kafka.ssl.keystore.password" "file:/etc/elbowatch-tls/user.password" -}}
{{- end -}}
{{- if ne .Values.kafka.login "none" -}}
{{- $_ := set $all "kafka.ssl.truststore.type" "PEM" -}}
{{- $_ := set $all "kafka.ssl.truststore.location" "/etc/elbowatch-tls/ca.crt" -}}
{{- end -}}
{{- if .Values.http.tlsSecret -}}
{{- $_ := set $all "http.tls.certificate" "/etc/elbowatch-http-tls/tls.crt" -}}
{{- $_ := set $all "http.tls.key" "/etc/elbowatch-http-tls/tls.key" -}}
{{- end -}}
{{- if .Values.http.passwordSecret -}}
{{- $_ := set $all "http.user" .Values.http.user -}}
{{- end -}}
{{- range $key, $_ := .Values.secretSettings -}}
{{- $_ := set $all $key (printf "file:/etc/elbowatch-secrets/%s" $key) -}}
{{- end -}}
{{- $given := .Values.settings -}}
{{- if .Values.gpu.enabled -}}
{{- $given = set (deepCopy $given) "provider" (ternary "cuda" $given.provider (has ($given.provider | default "cpu") (list "auto" "cpu"))) -}}
{{- end -}}
{{- toJson (merge (deepCopy $given) $all) -}}
{{- end -}}

{{/* A properties file in UTF-8. A backslash begins an escape there, and a line break would begin another setting. */}}
{{- define "elbowatch.properties" -}}
{{- range $key, $value := include "elbowatch.settings" . | fromJson }}
{{ $key }} = {{ include "elbowatch.text" $value | replace "\\" "\\\\" | replace "\n" "\\n" }}
{{- end }}
{{- end -}}

{{/* The plan of the start. */}}
{{- define "elbowatch.routes" -}}
{{- if .Values.bundle.uri -}}
{{- $entry := dict "at" .Values.bundle.uri -}}
{{- with .Values.bundle.sha256 -}}{{- $_ := set $entry "sha256" . -}}{{- end -}}
{{- dict "routes" (list (dict "any" true "bundle" .Values.bundle.name)) "bundles" (dict .Values.bundle.name $entry) | toYaml -}}
{{- else -}}
{{- toYaml .Values.routes -}}
{{- end -}}
{{- end -}}

{{/* Values that contradict each other, which a schema cannot say. */}}
{{- define "elbowatch.check" -}}
{{- if and .Values.bundle.uri .Values.routes -}}
{{- fail "bundle.uri and routes: name one of them; the plan in routes may name the address itself" -}}
{{- end -}}
{{- if and .Values.bundle.uri .Values.bundle.volume -}}
{{- fail "bundle.uri and bundle.volume: name one of them" -}}
{{- end -}}
{{- if and .Values.bundle.uri (not .Values.bundle.name) -}}
{{- fail "bundle.uri needs bundle.name, under which records name the bundle" -}}
{{- end -}}
{{- if and .Values.networkPolicy.enabled .Values.bundle.uri (not (hasPrefix "file:" .Values.bundle.uri)) (empty .Values.networkPolicy.web.ports) (empty .Values.networkPolicy.extraEgress) -}}
{{- fail "bundle.uri: the NetworkPolicy lets no pod reach it; set networkPolicy.web.ports, for example to [443], or networkPolicy.extraEgress" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas" -}}
{{- end -}}
{{- if and .Values.strimzi.enabled .Values.strimzi.user.create (eq .Values.kafka.login "none") -}}
{{- fail "strimzi.user.create makes a user with a password or a certificate: set kafka.login to scram or tls" -}}
{{- end -}}
{{- if and .Values.podMonitor.enabled (include "elbowatch.asksForLogin" .) (not .Values.http.passwordSecret) (not (hasKey .Values.secretSettings "http.token")) -}}
{{- fail "podMonitor: the metrics ask for a login, and Prometheus has none; set http.passwordSecret, or http.token under secretSettings" -}}
{{- end -}}
{{- $topics := include "elbowatch.topics" . | fromJson -}}
{{- if and .Values.autoscaling.enabled .Values.strimzi.enabled .Values.strimzi.topics.create (gt (mul (int .Values.autoscaling.maxReplicas) (int (.Values.settings.threads | default 1))) (mul (int .Values.strimzi.topics.partitions) (len (splitList "," $topics.images)))) -}}
{{- fail "autoscaling.maxReplicas times settings.threads is above strimzi.topics.partitions: the rest would be idle" -}}
{{- end -}}
{{- range $key, $_ := .Values.secretSettings -}}
{{- if hasKey $.Values.settings $key -}}
{{- fail (printf "%s is set in settings and in secretSettings" $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
