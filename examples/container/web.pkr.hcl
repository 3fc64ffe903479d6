# A container image with nginx. Each step is a commit: only what has changed is run again.

packer {
  required_plugins {
    docker = {
      source  = "github.com/hashicorp/docker"
      version = ">= 1.0.0"
    }
  }
}

variable "message" {
  default = "Hello from a container"
}

source "docker" "web" {
  image  = "debian:12-slim"
  commit = true

  changes = [
    "EXPOSE 80",
    "CMD [\"nginx\", \"-g\", \"daemon off;\"]",
  ]
}

build {
  sources = ["source.docker.web"]

  provisioner "shell" {
    inline = [
      "apt-get update",
      "apt-get install -y --no-install-recommends nginx",
    ]
  }

  provisioner "shell" {
    environment_vars = ["MESSAGE=${var.message}"]
    inline           = ["echo \"<h1>$MESSAGE</h1>\" > /var/www/html/index.html"]
  }

  post-processor "docker-tag" {
    repository = "web"
    tags       = ["latest"]
  }
}
