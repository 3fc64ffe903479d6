package dev.ingot.state.backend.s3;

final class S3LockFileTest extends S3Kit {
  @Override
  boolean hasLockFile() {
    return true;
  }

  @Override
  boolean hasTable() {
    return false;
  }
}
