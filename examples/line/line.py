#!/usr/bin/env python3
"""Pass or fail for every image of Elbowatch, for a line that waits for it.

    line.py HOST:PORT                 results that are final
    line.py HOST:PORT --uncommitted   the same earlier; results that come again are discarded

It needs confluent-kafka (Debian's python3-confluent-kafka, or pip). Replace drive() by what moves your line. A line
treats an image without an answer in time as failed: this program, Kafka or Elbowatch may be down.
"""
import json
import sys
import time
from collections import OrderedDict

from confluent_kafka import OFFSET_END, Consumer, KafkaException, TopicPartition

TOPICS = ["scores", "rejected"]
REMEMBERED = 100_000  # images; one transaction, which is what can come again, has far fewer


def drive(image, passes, produced_ms):
    print(image, "pass" if passes else "fail", round(time.time() * 1000 - produced_ms), flush=True)


def decision(message):
    """The coordinates of an image, whether it passes, and when it was produced. What cannot be scored fails."""
    if message.topic() == "rejected":
        header = {name: value.decode() for name, value in message.headers() if name.startswith("elbowatch-")}
        image = [header["elbowatch-" + name] for name in ("topic", "partition", "offset")]
        return "-".join(image), False, int(header["elbowatch-timestamp"])
    score = json.loads(message.value())
    score = score.get("payload", score)  # output.format=connect-json
    image = score["image"]
    name = "{topic}-{partition}-{offset}".format(**image)
    return name, not score["verdict"]["anomalous"], image["timestamp"]


def main():
    uncommitted = "--uncommitted" in sys.argv[2:]
    consumer = Consumer({
        "bootstrap.servers": sys.argv[1],
        "group.id": "line",  # the library asks for one; nothing is committed to it
        "enable.auto.commit": False,
        "isolation.level": "read_uncommitted" if uncommitted else "read_committed",
    })
    # From now on: a verdict of earlier images would move the wrong part.
    consumer.assign([
        TopicPartition(topic, partition, OFFSET_END)
        for topic in TOPICS
        for partition in consumer.list_topics(topic, timeout=10).topics[topic].partitions
    ])
    print("reads", file=sys.stderr, flush=True)
    seen = OrderedDict()
    while True:
        message = consumer.poll(1)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        image, passes, produced_ms = decision(message)
        if image in seen:
            continue
        seen[image] = None
        if len(seen) > REMEMBERED:
            seen.popitem(last=False)
        drive(image, passes, produced_ms)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
