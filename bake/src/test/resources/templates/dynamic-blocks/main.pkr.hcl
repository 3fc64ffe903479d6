variable "images" {
  type    = map(string)
  default = { alpha = "1", beta = "2" }
}
variable "steps" {
  type    = list(string)
  default = ["one", "two"]
}
source "fake" "r" {
  base = "scratch"
}
build {
  dynamic "source" {
    for_each = var.images
    labels   = ["fake.r"]
    content {
      name = source.key
      size = source.value
    }
  }
  dynamic "provisioner" {
    for_each = var.steps
    iterator = step
    labels   = ["shell"]
    content {
      inline = ["echo ${step.key} ${step.value} ${source.name}"]
    }
  }
  dynamic "post-processors" {
    for_each = ["x"]
    content {
      dynamic "post-processor" {
        for_each = [post-processors.value, "y"]
        labels   = ["manifest"]
        content {
          name = post-processor.value
        }
      }
    }
  }
  dynamic "post-processor" {
    for_each = []
    labels   = ["manifest"]
    content {}
  }
  dynamic "hcp_packer_registry" {
    for_each = [1]
    content {
      bucket_name = "bucket-${hcp_packer_registry.value}"
    }
  }
}
