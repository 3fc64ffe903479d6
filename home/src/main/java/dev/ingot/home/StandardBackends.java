package dev.ingot.home;

import dev.ingot.state.backend.BackendType;
import dev.ingot.state.backend.BackendTypes;
import dev.ingot.state.backend.HostToken;
import dev.ingot.state.backend.azurerm.AzureBackendType;
import dev.ingot.state.backend.cloud.CloudBackendType;
import dev.ingot.state.backend.cloud.RemoteBackendType;
import dev.ingot.state.backend.consul.ConsulBackendType;
import dev.ingot.state.backend.gcs.GcsBackendType;
import dev.ingot.state.backend.http.HttpBackendType;
import dev.ingot.state.backend.inmem.InMemoryBackendType;
import dev.ingot.state.backend.kubernetes.KubernetesBackendType;
import dev.ingot.state.backend.local.LocalBackendType;
import dev.ingot.state.backend.pg.PgBackendType;
import dev.ingot.state.backend.s3.S3BackendType;
import dev.ingot.state.program.HostPrograms;
import java.util.List;
import java.util.Optional;

/** The backends of this program. Only that which is asked for is loaded. */
final class StandardBackends implements BackendTypes {
  private final HostToken tokens;

  /** With the tokens of this user for hosts. */
  StandardBackends(HostToken tokens) {
    this.tokens = tokens;
  }

  @Override
  public BackendType usual() {
    return new LocalBackendType();
  }

  @Override
  public Optional<BackendType> find(String name) {
    return switch (name) {
      case KubernetesBackendType.NAME -> Optional.of(new KubernetesBackendType(new HostPrograms()));
      case LocalBackendType.NAME -> Optional.of(new LocalBackendType());
      case AzureBackendType.NAME -> Optional.of(new AzureBackendType(new HostPrograms()));
      case CloudBackendType.NAME -> Optional.of(new CloudBackendType(tokens));
      case ConsulBackendType.NAME -> Optional.of(new ConsulBackendType());
      case GcsBackendType.NAME -> Optional.of(new GcsBackendType());
      case HttpBackendType.NAME -> Optional.of(new HttpBackendType());
      case InMemoryBackendType.NAME -> Optional.of(new InMemoryBackendType());
      case PgBackendType.NAME -> Optional.of(new PgBackendType());
      case RemoteBackendType.NAME -> Optional.of(new RemoteBackendType(tokens));
      case S3BackendType.NAME -> Optional.of(new S3BackendType());
      default -> Optional.empty();
    };
  }

  @Override
  public List<String> names() {
    return List.of(
        LocalBackendType.NAME,
        AzureBackendType.NAME,
        ConsulBackendType.NAME,
        GcsBackendType.NAME,
        HttpBackendType.NAME,
        KubernetesBackendType.NAME,
        PgBackendType.NAME,
        RemoteBackendType.NAME,
        S3BackendType.NAME);
  }
}
