/**
 * The backend {@code s3}: states in a bucket of S3 or of what speaks its protocol, locked by an
 * object beside each or by a table of DynamoDB, as Terraform's backend of this name does it.
 */
@NullMarked
package dev.ingot.state.backend.s3;

import org.jspecify.annotations.NullMarked;
