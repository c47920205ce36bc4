"""Reads all partitions of topics from the beginning by librdkafka, committed records only, and writes them to standard output.

Arguments: folder of the run, bootstrap servers, then topic:partitions for each topic. Numbers are big-endian; a length of -1 is null.
A record: kind (1 byte, 0 for a record, 1 for the end of a partition at present), index of the topic (4), partition (4), offset (8); a
record then has key and value (4 bytes for the length, then bytes), number of headers (4), and for each its name and value.
"""
import struct
import sys

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

OUT = sys.stdout.buffer


def number(form, value):
    OUT.write(struct.pack(form, value))


def text(data):
    number(">i", -1 if data is None else len(data))
    if data is not None:
        OUT.write(data)


def place(kind, topic, message):
    number(">b", kind)
    number(">i", topic)
    number(">i", message.partition())
    number(">q", message.offset())


def main():
    _, _, servers, *topics = sys.argv
    names = [topic.rsplit(":", 1)[0] for topic in topics]
    consumer = Consumer(
        {
            "bootstrap.servers": servers,
            "group.id": "soak-reader",
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "error",
            "log_level": 3,
        },
    )
    consumer.assign(
        [TopicPartition(topic.rsplit(":", 1)[0], i, 0) for topic in topics for i in range(int(topic.rsplit(":", 1)[1]))]
    )
    while True:
        for message in consumer.consume(500, 0.1):
            error = message.error()
            topic = names.index(message.topic()) if message.topic() in names else -1
            if error is None:
                place(0, topic, message)
                text(message.key())
                text(message.value())
                headers = message.headers() or []
                number(">i", len(headers))
                for name, value in headers:
                    text(name.encode("ascii"))
                    text(value)
            elif error.code() == KafkaError._PARTITION_EOF:
                place(1, topic, message)
            elif not error.retriable() and error.fatal():
                raise KafkaException(error)
        OUT.flush()


try:
    main()
except BrokenPipeError:
    pass  # the soak has ended
