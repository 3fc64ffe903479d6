package dev.ingot.deploy.stored;

import dev.ingot.lang.value.ValuePath;
import dev.ingot.state.RawJson;
import java.util.List;

/** The sensitive paths of a stored object. */
final class SensitivePathJson {
  private SensitivePathJson() {}

  static List<ValuePath> read(RawJson json) {
    return PathJson.parse(json.text());
  }

  static RawJson write(List<ValuePath> paths) {
    return paths.isEmpty() ? RawJson.EMPTY_LIST : new RawJson(PathJson.text(paths));
  }
}
