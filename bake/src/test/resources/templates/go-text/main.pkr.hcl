source "fake" "r" {
  base = "{{ upper `x` }}"
}
build {
  name    = "golden"
  sources = ["source.fake.r"]
  provisioner "shell" {
    inline = [
      "{{ build_name }} {{build_type}} {{ `{{.Names}}` }} {{ .Names }} a {{- /* gone */ -}} b",
      "{{ replace_all \"-\" \"_\" \"a-b-c\" | upper }} {{ split `a b c` ` ` 1 }} {{ replace `x` `y` 1 `xx` }}",
      "{{ build `ID` }} {{ clean_resource_name `a b` }} {{ packer_version }} {{ isotime `x` }}",
      "{{ nothing }} {{ broken",
    ]
    execute_command = "{{ .Vars }} sh {{ .Path }}"
  }
}
