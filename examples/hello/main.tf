# Three machines made from the image in channel "production", behind a balancer.

terraform {
  required_providers {
    ingot = {
      source = "ingot.dev/ingot/ingot"
    }
  }
}

variable "port" {
  description = "Where the balancer listens, on this host only."
  type        = number
  default     = 8080
}

data "ingot_image" "hello" {
  bucket  = "hello"
  channel = "production"
}

resource "ingot_machine" "web" {
  count = 3

  image  = data.ingot_image.hello.digest
  memory = "256MiB"
}

resource "ingot_balancer" "web" {
  port     = var.port
  backends = [for machine in ingot_machine.web : "${machine.address}:8080"]

  health_check {
    path = "/healthz"
  }
}

output "url" {
  value = ingot_balancer.web.url
}
