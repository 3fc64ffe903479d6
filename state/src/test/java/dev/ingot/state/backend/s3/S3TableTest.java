package dev.ingot.state.backend.s3;

final class S3TableTest extends S3Kit {
  @Override
  boolean hasLockFile() {
    return false;
  }

  @Override
  boolean hasTable() {
    return true;
  }
}
