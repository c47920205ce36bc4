{{- define "elbowatch.env" -}}
- name: ELBOWATCH_CONFIG
  value: /etc/elbowatch/elbowatch.properties
{{- if eq .Values.kafka.login "scram" }}
- name: ELBOWATCH_KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ .Values.kafka.secret }}
      key: sasl.jaas.config
# Read by KEDA alone: Strimzi writes no key for the name of the user, which is that of the KafkaUser.
- name: KAFKA_USERNAME
  value: {{ .Values.kafka.secret }}
{{- end }}
{{- with .Values.http.passwordSecret }}
- name: ELBOWATCH_HTTP_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: password
{{- end }}
{{- with .Values.javaOptions }}
- name: ELBOWATCH_JAVA_OPTS
  value: {{ . | quote }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "elbowatch.probe" -}}
httpGet:
  path: {{ .path }}
  port: http
  {{- if .root.Values.http.tlsSecret }}
  scheme: HTTPS
  {{- end }}
{{- end -}}

{{- define "elbowatch.resources" -}}
{{- $resources := deepCopy .Values.resources -}}
{{- if .Values.gpu.enabled -}}
{{- $limits := merge (dict .Values.gpu.resource (toString .Values.gpu.count)) ($resources.limits | default dict) -}}
{{- $_ := set $resources "limits" $limits -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}

{{- define "elbowatch.volumeMounts" -}}
- name: config
  mountPath: /etc/elbowatch
  readOnly: true
{{- if ne .Values.kafka.login "none" }}
- name: tls
  mountPath: /etc/elbowatch-tls
  readOnly: true
{{- end }}
{{- if .Values.secretSettings }}
- name: secrets
  mountPath: /etc/elbowatch-secrets
  readOnly: true
{{- end }}
{{- if .Values.http.tlsSecret }}
- name: http-tls
  mountPath: /etc/elbowatch-http-tls
  readOnly: true
{{- end }}
{{- if .Values.bundle.volume }}
- name: bundles
  mountPath: /bundles
  readOnly: true
{{- end }}
{{- if include "elbowatch.fetches" . }}
- name: cache
  mountPath: /var/cache/elbowatch
{{- end }}
- name: tmp
  mountPath: /tmp
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "elbowatch.volumes" -}}
- name: config
  configMap:
    name: {{ include "elbowatch.fullname" . }}
{{- if ne .Values.kafka.login "none" }}
# Under the keys that Strimzi writes. A KafkaUser's secret has a ca.crt too: that of the clients, not of the brokers.
- name: tls
  projected:
    sources:
      - secret:
          name: {{ .Values.kafka.caSecret }}
          items:
            - { key: ca.crt, path: ca.crt }
      {{- if eq .Values.kafka.login "tls" }}
      - secret:
          name: {{ .Values.kafka.secret }}
          items:
            - { key: user.p12, path: user.p12 }
            - { key: user.password, path: user.password }
      {{- end }}
{{- end }}
{{- if .Values.secretSettings }}
- name: secrets
  projected:
    sources:
      {{- range $key, $from := .Values.secretSettings }}
      - secret:
          name: {{ $from.secret }}
          items:
            - { key: {{ $from.key }}, path: {{ $key }} }
      {{- end }}
{{- end }}
{{- with .Values.http.tlsSecret }}
- name: http-tls
  secret:
    secretName: {{ . }}
{{- end }}
{{- with .Values.bundle.volume }}
- name: bundles
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if include "elbowatch.fetches" . }}
- name: cache
  emptyDir:
    sizeLimit: {{ .Values.bundle.cacheSize }}
{{- end }}
- name: tmp
  emptyDir:
    medium: Memory
    sizeLimit: 16Mi
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
