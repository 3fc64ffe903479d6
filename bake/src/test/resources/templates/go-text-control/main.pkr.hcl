variable "version" {
  default = "1.2.3"
}
source "fake" "r" {
  base = "{{ if eq build_type `fake` }}it is{{ else }}it is not{{ end }}"
}
build {
  sources = ["source.fake.r"]
  provisioner "shell" {
    inline = [
      "{{ user `version` }} {{ printf \"%s-%03d\" (user `version`) 7 }} {{ sed `s/\\./_/g` `a.b` }}",
      "{{ with build `ID` }}{{ . | upper }}{{ end }} {{ user `nope` }}",
    ]
  }
}
