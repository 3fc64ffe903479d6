package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceKey;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The instances of a count, made as they are asked for: nothing is kept of each. */
final class CountedInstances extends AbstractMap<InstanceKey, RepetitionData> {
  private final int count;

  /**
   * @throws ArithmeticException if there are more than an int has room for
   */
  CountedInstances(long count) {
    this.count = Math.toIntExact(count);
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof InstanceKey.Index(long index) && index >= 0 && index < count;
  }

  @Override
  public @Nullable RepetitionData get(@Nullable Object key) {
    return key instanceof InstanceKey.Index(long index) && containsKey(key)
        ? RepetitionData.counted(index)
        : null;
  }

  @Override
  public Set<Map.Entry<InstanceKey, RepetitionData>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return count;
      }

      @Override
      public Iterator<Map.Entry<InstanceKey, RepetitionData>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < count;
          }

          @Override
          public Map.Entry<InstanceKey, RepetitionData> next() {
            if (next >= count) {
              throw new NoSuchElementException();
            }
            int index = next++;
            return Map.entry(InstanceKey.of(index), RepetitionData.counted(index));
          }
        };
      }
    };
  }
}
