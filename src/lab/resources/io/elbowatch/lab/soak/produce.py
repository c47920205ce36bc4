"""Sends the records on standard input to a topic by librdkafka, and writes a line for each that was acknowledged.

Arguments: folder of the run, bootstrap servers, topic. Numbers are big-endian; a length of -1 is null.
A record: partition (4 bytes), timestamp (8, -1 for now), key, value (4 for the length, then bytes), number of headers (4), and for
each its name and value.
"""
import struct
import sys
import threading

from confluent_kafka import Producer

IN = sys.stdin.buffer


def exactly(size):
    data = IN.read(size)
    if len(data) < size:
        sys.exit(0)  # the soak has ended
    return data


def number(form):
    return struct.unpack(form, exactly(struct.calcsize(form)))[0]


def text():
    size = number(">i")
    return None if size < 0 else exactly(size)


def acknowledged(error, message):
    sys.stdout.write("%s\n" % (error if error is not None else "ok"))
    sys.stdout.flush()


def main():
    _, _, servers, topic = sys.argv
    producer = Producer(
        {
            "bootstrap.servers": servers,
            "client.id": "soak-feed",
            "enable.idempotence": True,
            "max.in.flight.requests.per.connection": 1,
            "message.timeout.ms": 1_800_000,
            "linger.ms": 2,
            "log_level": 3,
        },
    )

    def poll():
        while True:
            producer.poll(0.05)

    threading.Thread(target=poll, daemon=True).start()
    while True:
        partition = number(">i")
        timestamp = number(">q")
        key, value = text(), text()
        headers = [(text().decode("ascii"), text()) for _ in range(number(">i"))]
        times = {} if timestamp < 0 else {"timestamp": timestamp}
        while True:
            try:
                producer.produce(topic, value, key, partition, acknowledged, headers=headers, **times)
                break
            except BufferError:
                threading.Event().wait(0.01)  # its queue is full


main()
