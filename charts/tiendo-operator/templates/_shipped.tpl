{{- /*
shipped renders a file of config/ as it is, for the release's namespace: (list $ "files/rbac/operator.yaml").
What both kustomize and this chart install is written once, there.
*/ -}}
{{- define "tiendo-operator.shipped" -}}
{{- $root := index . 0 }}{{ $file := index . 1 }}
{{- $text := required (printf "%s is missing from the chart" $file) ($root.Files.Get $file) }}
{{- range regexSplit "(?m)^---$" ($text | replace "tiendo-system" $root.Release.Namespace) -1 }}
{{- $object := fromYaml . }}
{{- if $object }}
{{- $_ := set $object.metadata "labels" (merge (include "tiendo-operator.labels" $root | fromYaml) ($object.metadata.labels | default dict)) }}
---
{{ toYaml $object }}
{{- end }}
{{- end }}
{{- end }}
