package dev.ingot.deploy.configuration;

import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.util.ArrayList;
import java.util.List;

/** The arguments of {@code connection} blocks. */
final class ConnectionSchema {
  private static final List<String> OPTIONAL =
      List.of(
          "type",
          "user",
          "password",
          "port",
          "timeout",
          "script_path",
          "target_platform",
          "private_key",
          "certificate",
          "host_key",
          "agent",
          "agent_identity",
          "proxy_scheme",
          "proxy_host",
          "proxy_port",
          "proxy_user_name",
          "proxy_user_password",
          "bastion_host",
          "bastion_host_key",
          "bastion_port",
          "bastion_user",
          "bastion_password",
          "bastion_private_key",
          "bastion_certificate",
          "https",
          "insecure",
          "cacert",
          "use_ntlm");

  static final BodySchema SCHEMA = schema();

  private ConnectionSchema() {}

  private static BodySchema schema() {
    List<AttributeSchema> attributes = new ArrayList<>();
    attributes.add(new AttributeSchema("host", true));
    OPTIONAL.forEach(name -> attributes.add(new AttributeSchema(name, false)));
    return new BodySchema(attributes, List.of());
  }
}
