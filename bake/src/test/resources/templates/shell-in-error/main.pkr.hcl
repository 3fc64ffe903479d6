source "fake" "a" {
  base = "x"
}
build {
  sources = ["source.fake.a"]
  provisioner "shell" {
    inline = ["true"]
    script = "x.sh"
  }
  provisioner "shell" {
    environment_vars = ["nothing"]
    timeout          = "soon"
    inline           = ["true"]
    execute_command  = "sudo {{.Pth}}"
  }
  provisioner "file" {
    source      = "nowhere"
    destination = "here"
  }
}
