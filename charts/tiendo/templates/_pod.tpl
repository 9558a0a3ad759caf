{{- /*
pod is what every pod of an instance has in common, whatever it does:
(dict "root" $ "component" "server" "container" <what is the container's own> "volumes" <more of them>
"spec" <what is the pod's own>).
*/ -}}
{{- define "tiendo.pod" -}}
{{- $root := .root -}}
metadata:
  labels:
    {{- include "tiendo.labels" (list $root .component) | nindent 4 }}
  {{- with $root.Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with .spec }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
  {{- end }}
  {{- with $root.Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $root.Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    fsGroup: 65532
    seccompProfile:
      type: RuntimeDefault
  containers:
  - name: tiendo
    image: {{ include "tiendo.image" $root }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    {{- toYaml .container | nindent 4 }}
    env:
    {{- range $name, $value := merge (dict) .env $root.Values.settings (include "tiendo.settings" $root | fromYaml) }}
    - name: {{ $name }}
      value: {{ $value | quote }}
    {{- end }}
    resources:
      {{- toYaml $root.Values.resources | nindent 6 }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    terminationMessagePolicy: FallbackToLogsOnError
    volumeMounts:
    - name: database
      mountPath: /run/secrets/tiendo/database
      readOnly: true
    - name: tmp
      mountPath: /tmp
    {{- range .mounts }}
    - name: {{ .name }}
      mountPath: {{ .path }}
      readOnly: true
    {{- end }}
  volumes:
  - name: database
    secret:
      secretName: {{ $root.Values.database.secretName }}
      defaultMode: 0440
  - name: tmp
    emptyDir:
      sizeLimit: 1Gi
  {{- range .mounts }}
  - name: {{ .name }}
    {{- toYaml .from | nindent 4 }}
  {{- end }}
{{- end }}

{{- /* settings are those that every command reads. */ -}}
{{- define "tiendo.settings" -}}
TIENDO_DATABASE_URL_FILE: /run/secrets/tiendo/database/{{ .Values.database.secretKey }}
TIENDO_LOG_FORMAT: json
{{- end }}
