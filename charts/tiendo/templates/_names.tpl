{{- /* Everything is named after the release, and Jobs and Secrets with a word more. */ -}}
{{- define "tiendo.name" -}}
{{- if gt (len .Release.Name) 40 }}
{{- fail (printf "the release's name %q has %d characters: at most 40 leave room for the names of Jobs and Secrets" .Release.Name (len .Release.Name)) }}
{{- end }}
{{- .Release.Name }}
{{- end }}

{{- define "tiendo.version" -}}
{{ .Values.version | default .Chart.AppVersion }}
{{- end }}

{{- define "tiendo.image" -}}
{{- with .Values.image -}}
{{ .registry }}/{{ .name }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ include "tiendo.version" $ }}{{ end }}
{{- end }}
{{- end }}

{{- /* selector is what tells the pods of one release from another's: (list $ "server"). */ -}}
{{- define "tiendo.selector" -}}
app.kubernetes.io/name: tiendo
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- with index . 1 }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{- define "tiendo.labels" -}}
{{- $root := index . 0 }}
{{- include "tiendo.selector" . }}
app.kubernetes.io/version: {{ include "tiendo.version" $root | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "tiendo.keys" -}}
{{ .Values.keys.secretName | default (printf "%s-keys" (include "tiendo.name" .)) }}
{{- end }}

{{- define "tiendo.url" -}}
{{- if .Values.publicUrl }}{{ .Values.publicUrl }}
{{- else if .Values.ingress.host }}https://{{ .Values.ingress.host }}
{{- else }}http://{{ include "tiendo.name" . }}.{{ .Release.Namespace }}.svc
{{- end }}
{{- end }}
