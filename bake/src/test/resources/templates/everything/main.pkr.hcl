packer {
  required_version = ">= 1.7.0, < 2.0.0"
}

variable "message" {
  type        = string
  description = "A text."
  default     = "hello"
}

variable "count" {
  type    = number
  default = 1
}

variable "names" {
  type    = list(string)
  default = ["a"]
}

variable "settings" {
  type = object({ name = string, size = optional(number, 5) })
  default = {
    name = "x"
  }
}

variable "from_env" {
  type    = string
  default = "default"
}

variable "home" {
  default = env("HOME")
}

variables {
  short = "form"
}

locals {
  all   = concat(var.names, [local.last])
  last  = upper(var.message)
}

local "secret" {
  expression = "s3cret"
  sensitive  = true
}

source "fake" "one" {
  base = "scratch"
  size = var.settings.size
}

source "fake" "two" {
  base = var.from_env
}

build {
  name        = "app"
  description = "Everything at once."
  sources     = ["source.fake.one", "fake.two"]

  source "source.fake.one" {
    name  = "three"
    names = local.all
    options = {
      home = var.home
    }
  }

  hcp_packer_registry {
    bucket_name   = "my-bucket"
    bucket_labels = { team = "a" }
    build_labels  = { count = var.count }
  }

  provisioner "shell" {
    name         = "first"
    only         = ["fake.one"]
    pause_before = "1m30s"
    timeout      = "5m"
    max_retries  = 3
    inline       = ["echo ${build.name} ${build.ID} ${build.Host} ${source.type}.${source.name}"]
    environment_vars = ["A=1", "B=x=y"]
    env = {
      C = var.short
    }
  }

  provisioner "file" {
    except      = ["fake.one"]
    content     = "${path.root}: ${packer.version}"
    destination = "/etc/about"
    override = {
      three = {
        destination = "/etc/three"
      }
    }
  }

  post-processor "manifest" {
    output = "m.json"
  }

  post-processors {
    post-processor "shell-local" {
      inline = ["true"]
    }
    post-processor "checksum" {
      name           = "sums"
      checksum_types = ["sha256"]
    }
  }
}
