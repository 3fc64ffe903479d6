/** Tests of the client. */
@NullMarked
package dev.ingot.http.client;

import org.jspecify.annotations.NullMarked;
