{{/* One rule. */}}
{{- define "elbowatch.acl" -}}
- resource:
    type: {{ .type }}
    name: {{ .name }}
    patternType: {{ .pattern | default "literal" }}
  operations: {{ toJson .operations }}
{{ end -}}

{{/* The rights of docs/security.md: the test of the chart compares them with that page. */}}
{{- define "elbowatch.acls" -}}
{{- $topics := include "elbowatch.topics" . | fromJson -}}
{{- $application := include "elbowatch.applicationId" . -}}
{{- $user := .Values.strimzi.user -}}
{{- $describe := ternary (list "DescribeConfigs") list $user.describeConfigs -}}
{{- $page := ternary (list "Read") list $user.page -}}
{{- $webhook := or (hasKey .Values.settings "webhook.url") (hasKey .Values.secretSettings "webhook.url") -}}
{{- range splitList "," $topics.images -}}
{{- include "elbowatch.acl" (dict "type" "topic" "name" (trim .) "operations" (concat (list "Read") $describe)) -}}
{{- end -}}
{{- range $use := list "scores" "anomalies" "evidence" "incidents" "rejected" -}}
{{- $reads := ternary (list "Read") $page (and $webhook (eq $use "incidents")) -}}
{{- include "elbowatch.acl" (dict "type" "topic" "name" (index $topics $use) "operations" (concat (list "Write") $reads $describe)) -}}
{{- end -}}
{{- include "elbowatch.acl" (dict "type" "group" "name" $application "operations" (list "Read")) -}}
{{- if $webhook -}}
{{- include "elbowatch.acl" (dict "type" "group" "name" (printf "%s-webhook" $application) "operations" (list "Read")) -}}
{{- end -}}
{{- if ne (.Values.settings.guarantee | default "exactly_once_v2") "at_least_once" -}}
{{- include "elbowatch.acl" (dict "type" "transactionalId" "name" (printf "%s-" $application) "pattern" "prefix" "operations" (list "Write")) -}}
{{- end -}}
{{- $alter := ternary (list "Alter") list $user.alterChangelog -}}
{{- include "elbowatch.acl" (dict "type" "topic" "name" (printf "%s-sources-changelog" $application) "operations" (concat (list "Create" "Read" "Write") $alter $describe)) -}}
{{- with $topics.settings -}}
{{- $change := ternary (list "Write") list ($user.changeSettings | default false) -}}
{{- include "elbowatch.acl" (dict "type" "topic" "name" . "operations" (concat (list "Read") $change (list "DescribeConfigs"))) -}}
{{- end -}}
{{- range $use := list "instances" "feedback" "review" "handling" -}}
{{- with index $topics $use -}}
{{- include "elbowatch.acl" (dict "type" "topic" "name" . "operations" (list "Read" "Write" "DescribeConfigs")) -}}
{{- end -}}
{{- end -}}
{{- with $topics.shadow -}}
{{- include "elbowatch.acl" (dict "type" "topic" "name" . "operations" (list "Write")) -}}
{{- end -}}
{{- end -}}
