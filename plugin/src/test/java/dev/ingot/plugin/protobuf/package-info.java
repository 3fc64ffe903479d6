@NullMarked
package dev.ingot.plugin.protobuf;

import org.jspecify.annotations.NullMarked;
