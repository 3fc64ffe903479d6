package dev.ingot.plugin.grpc;

import java.util.Optional;

/** How a call ended. Rules: the status codes of gRPC. */
public enum GrpcStatus {
  OK(0),
  CANCELLED(1),
  UNKNOWN(2),
  INVALID_ARGUMENT(3),
  DEADLINE_EXCEEDED(4),
  NOT_FOUND(5),
  ALREADY_EXISTS(6),
  PERMISSION_DENIED(7),
  RESOURCE_EXHAUSTED(8),
  FAILED_PRECONDITION(9),
  ABORTED(10),
  OUT_OF_RANGE(11),
  UNIMPLEMENTED(12),
  INTERNAL(13),
  UNAVAILABLE(14),
  DATA_LOSS(15),
  UNAUTHENTICATED(16);

  private final String number;

  GrpcStatus(int number) {
    this.number = Integer.toString(number);
  }

  /** The status of a decimal number; empty if there is none of it. */
  static Optional<GrpcStatus> of(String number) {
    for (GrpcStatus status : values()) {
      if (number.equals(status.number)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
