/** Downloads of packages with modules: by HTTP, by git, from buckets and from this host. */
@NullMarked
package dev.ingot.deploy.fetch;

import org.jspecify.annotations.NullMarked;
