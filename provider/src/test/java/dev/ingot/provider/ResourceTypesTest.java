package dev.ingot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceTypesTest {
  private static final ResourceTypeSchema VPC =
      ResourceTypeSchema.of(Schema.of(Map.of("cidr", Attribute.required(Type.STRING))));
  private static final ResourceTypeSchema ROLE = ResourceTypeSchema.of(Schema.EMPTY);

  private final List<String> read = new ArrayList<>();

  private ResourceTypes onDemand() {
    return ResourceTypes.readOnDemand(
        Map.of(
            "aws_vpc",
            () -> {
              read.add("vpc");
              return VPC;
            },
            "aws_role",
            () -> {
              read.add("role");
              return ROLE;
            }));
  }

  @Test
  void aSchemaIsReadWhenItIsAskedForAndOnlyOnce() {
    ResourceTypes types = onDemand();
    assertThat(types.names()).containsExactly("aws_role", "aws_vpc");
    assertThat(types.find("aws_nothing")).isEmpty();
    assertThat(types.isEmpty()).isFalse();
    assertThat(read).isEmpty();
    assertThat(types.find("aws_vpc")).contains(VPC);
    assertThat(types.find("aws_vpc")).contains(VPC);
    assertThat(read).containsExactly("vpc");
  }

  @Test
  void whatIsReadOnDemandEqualsWhatIsKnown() {
    assertThat(onDemand()).isEqualTo(ResourceTypes.of(Map.of("aws_vpc", VPC, "aws_role", ROLE)));
    assertThat(onDemand()).isNotEqualTo(ResourceTypes.of(Map.of("aws_vpc", VPC)));
  }
}
