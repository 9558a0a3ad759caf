{{- /* Names are fixed: a cluster has one operator, and its kinds, roles and policies one name each. */ -}}
{{- define "tiendo-operator.labels" -}}
app.kubernetes.io/name: tiendo-operator
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "tiendo-operator.selector" -}}
app.kubernetes.io/name: tiendo-operator
{{- end }}

{{- define "tiendo-operator.image" -}}
{{- with .Values.image -}}
{{ .registry }}/{{ .name }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- /* The two makers of certificates use two Secrets, so that one never finds the other's. */ -}}
{{- define "tiendo-operator.certificate" -}}
{{ ternary "tiendo-operator-webhook-issued" "tiendo-operator-webhook" .Values.webhook.certManager.enabled }}
{{- end }}
