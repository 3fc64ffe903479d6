/** Containers of a Docker or Podman engine as machines of builds, and what its images become. */
@NullMarked
package dev.ingot.bake.docker;

import org.jspecify.annotations.NullMarked;
