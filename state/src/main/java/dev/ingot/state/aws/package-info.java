/** Requests to AWS and what speaks its protocols: credentials, signatures, endpoints. */
@NullMarked
package dev.ingot.state.aws;

import org.jspecify.annotations.NullMarked;
