package io.tenterhook.testing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of Socket.IO packets on their way to a client: doubled, lost, swapped, with too many
 * or too few attachments. Used by the loop of its connection alone.
 */
final class PacketFaults {
  private static final byte[] NOBODY_ANNOUNCED_IT = {1};

  boolean doublesAcks;
  boolean losesAcks;

  /** The number of the event that comes after the next one; 0 for none. */
  int swappedEvent;

  boolean losesAttachment;
  boolean addsAttachment;

  private int events;
  private @Nullable OutgoingPacket held;

  /** What is written in place of {@code packet}, in this order. */
  List<OutgoingPacket> inPlaceOf(OutgoingPacket packet) {
    return switch (packet.type()) {
      case ACK -> acks(attached(packet));
      case EVENT -> swapped(attached(packet));
      case OTHER -> List.of(packet);
    };
  }

  private List<OutgoingPacket> acks(OutgoingPacket packet) {
    if (losesAcks) {
      return List.of();
    }
    return doublesAcks ? List.of(packet, packet) : List.of(packet);
  }

  private OutgoingPacket attached(OutgoingPacket packet) {
    if (!losesAttachment && !addsAttachment) {
      return packet;
    }
    List<byte[]> attachments = new ArrayList<>(packet.attachments());
    if (losesAttachment && !attachments.isEmpty()) {
      losesAttachment = false;
      attachments.remove(attachments.size() - 1);
    }
    if (addsAttachment) {
      addsAttachment = false;
      attachments.add(NOBODY_ANNOUNCED_IT);
    }
    return packet.withAttachments(attachments);
  }

  private List<OutgoingPacket> swapped(OutgoingPacket packet) {
    OutgoingPacket late = held;
    if (late != null) {
      held = null;
      return List.of(packet, late);
    }
    events++;
    if (events == swappedEvent) {
      held = packet;
      return List.of();
    }
    return List.of(packet);
  }
}
