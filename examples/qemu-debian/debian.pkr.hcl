variable "image" {
  description = "Debian's image for clouds: a place in the net, or a file of this host."
  default     = "https://cloud.debian.org/images/cloud/bookworm/latest/debian-12-genericcloud-amd64.qcow2"
}

variable "checksum" {
  default = "file:https://cloud.debian.org/images/cloud/bookworm/latest/SHA512SUMS"
}

variable "password" {
  description = "Of the user who bakes; the user is locked in the finished image."
  default     = "debian"
  sensitive   = true
}

source "qemu" "debian" {
  iso_url      = var.image
  iso_checksum = var.checksum
  disk_image   = true
  disk_size    = "4G"
  vm_name      = "debian-nginx.qcow2"

  memory   = 1024
  cpus     = 2
  headless = true

  # cloud-init reads its seed from a CD with this label.
  cd_label = "cidata"
  cd_content = {
    "meta-data" = "instance-id: bake\nlocal-hostname: debian\n"
    "user-data" = <<-EOT
      #cloud-config
      ssh_pwauth: true
      password: ${var.password}
      chpasswd: { expire: false }
    EOT
  }

  ssh_username           = "debian"
  ssh_password           = var.password
  ssh_timeout            = "15m"
  ssh_handshake_attempts = 60
  shutdown_command       = "sudo systemctl poweroff"
}

build {
  sources = ["source.qemu.debian"]

  provisioner "shell" {
    inline = ["cloud-init status --wait >/dev/null || true", "sudo apt-get update -q"]
  }

  provisioner "shell" {
    inline = ["sudo DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends nginx-light"]
  }

  provisioner "file" {
    source      = "${path.root}/index.html"
    destination = "/tmp/index.html"
  }

  provisioner "shell" {
    inline = ["sudo install -m 644 /tmp/index.html /var/www/html/index.html"]
  }

  # The next machine of this image is a new one to cloud-init.
  provisioner "shell" {
    inline = ["sudo cloud-init clean --logs", "sudo truncate -s 0 /etc/machine-id", "sudo passwd -l debian"]
  }

  post-processor "checksum" {
    checksum_types = ["sha256"]
    output         = "output-debian/SHA256SUMS"
  }
}
