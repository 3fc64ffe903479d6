# An image of EC2 with nginx, baked by Packer's own plugin.

packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = ">= 1.3.0"
    }
  }
}

variable "region" {
  default = "eu-central-1"
}

variable "message" {
  default = "Hello from an image"
}

source "amazon-ebs" "web" {
  region        = var.region
  instance_type = "t3.micro"
  ssh_username  = "admin"
  ami_name      = "web-{{timestamp}}"

  source_ami_filter {
    owners      = ["136693071363"]
    most_recent = true

    filters = {
      name                = "debian-12-amd64-*"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
  }
}

build {
  sources = ["source.amazon-ebs.web"]

  provisioner "shell" {
    inline = [
      "sudo apt-get update",
      "sudo apt-get install -y nginx",
    ]
  }

  provisioner "file" {
    source      = "${path.root}/files/index.html"
    destination = "/tmp/index.html"
  }

  provisioner "shell" {
    environment_vars = ["MESSAGE=${var.message}"]
    inline           = ["sed \"s/MESSAGE/$MESSAGE/\" /tmp/index.html | sudo tee /var/www/html/index.html"]
  }
}
