{{/* The name of all resources. It begins with elbowatch, since the alerts know the job by that. */}}
{{- define "elbowatch.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if hasPrefix "elbowatch" .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "elbowatch-%s" .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "elbowatch.selectorLabels" -}}
app.kubernetes.io/name: elbowatch
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "elbowatch.labels" -}}
{{ include "elbowatch.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "elbowatch.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- $version := ternary (printf "%s-gpu" .Chart.AppVersion) .Chart.AppVersion .Values.gpu.enabled -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default $version) -}}
{{- end -}}
{{- end -}}

{{- define "elbowatch.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (ternary (include "elbowatch.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{/* Text of a value. Numbers of YAML are floating-point: printed as they are, a million would be 1e+06. */}}
{{- define "elbowatch.text" -}}
{{- if kindIs "string" . -}}{{- . -}}{{- else -}}{{- toJson . -}}{{- end -}}
{{- end -}}

{{- define "elbowatch.applicationId" -}}
{{- index .Values.settings "application-id" | default (include "elbowatch.fullname" .) -}}
{{- end -}}

{{/* The topics by what they are for, as the settings name them. Those of people, plans and shadows have no default. */}}
{{- define "elbowatch.topics" -}}
{{- $topics := dict -}}
{{- range $use := list "images" "scores" "anomalies" "evidence" "incidents" "rejected" -}}
{{- $_ := set $topics $use (index $.Values.settings (printf "topics.%s" $use) | default $use) -}}
{{- end -}}
{{- range $use := list "feedback" "review" "handling" "settings" "instances" "shadow" -}}
{{- with index $.Values.settings (printf "topics.%s" $use) -}}
{{- $_ := set $topics $use . -}}
{{- end -}}
{{- end -}}
{{- toJson $topics -}}
{{- end -}}

{{/* Whether bundles come from a server, so that they need a cache and a way out. */}}
{{- define "elbowatch.fetches" -}}
{{- if or .Values.bundle.uri .Values.routes -}}true{{- end -}}
{{- end -}}

{{/* Whether the page asks for a login, as far as the values tell. */}}
{{- define "elbowatch.asksForLogin" -}}
{{- $settings := merge (dict) .Values.settings .Values.secretSettings -}}
{{- if or .Values.http.passwordSecret (hasKey $settings "http.users") (hasKey $settings "http.token") -}}true{{- end -}}
{{- end -}}
