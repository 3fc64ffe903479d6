variable "token" {
  sensitive = true
  default   = "hunter2"
}
hcp_packer_registry {
  bucket_name   = "apps"
  description   = "with ${var.token}"
  bucket_labels = { team = "a", pass = upper(var.token) }
}
source "fake" "one" {
  base = "b"
}
build {
  sources = ["source.fake.one"]
  provisioner "shell" {
    name   = "step ${lower(var.token)}"
    inline = ["true"]
  }
}
