// What Strimzi's operators accept of a KafkaTopic and a KafkaUser, of the fields that are used here: npm has no package of
// these types. A field that is not named here is an error.
import { strict as assert } from "node:assert";

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const TOPIC = /^[A-Za-z0-9._-]{1,249}$/;
const OPERATIONS = "Read Write Create Delete Alter Describe ClusterAction AlterConfigs DescribeConfigs IdempotentWrite All".split(" ");

function only(object, ...fields) {
  assert.deepEqual(Object.keys(object).filter((field) => !fields.includes(field)), [], `only ${fields} are known`);
}

function oneOf(value, values) {
  assert(values.includes(value), `${value} is not one of ${values}`);
}

class Resource {
  constructor(manifest) {
    Object.assign(this, manifest);
  }

  validate() {
    only(this, "apiVersion", "kind", "metadata", "spec");
    only(this.metadata, "name", "namespace", "labels", "annotations");
    assert.match(this.metadata.name, NAME);
    assert(this.metadata.labels["strimzi.io/cluster"], "no operator takes a resource without its cluster");
  }
}

export class KafkaTopic extends Resource {
  validate() {
    super.validate();
    only(this.spec, "topicName", "partitions", "replicas", "config");
    assert.match(this.spec.topicName, TOPIC);
    assert(Number.isInteger(this.spec.partitions) && this.spec.partitions >= 1, "partitions");
    assert(Number.isInteger(this.spec.replicas) && this.spec.replicas >= 1, "replicas");
    for (const value of Object.values(this.spec.config ?? {})) {
      oneOf(typeof value, ["string", "number", "boolean"]);
    }
  }
}

export class KafkaUser extends Resource {
  validate() {
    super.validate();
    only(this.spec, "authentication", "authorization");
    only(this.spec.authentication, "type");
    oneOf(this.spec.authentication.type, ["tls", "scram-sha-512"]);
    only(this.spec.authorization, "type", "acls");
    assert.equal(this.spec.authorization.type, "simple");
    for (const acl of this.spec.authorization.acls) {
      only(acl, "resource", "operations");
      only(acl.resource, "type", "name", "patternType");
      oneOf(acl.resource.type, ["topic", "group", "transactionalId"]);
      oneOf(acl.resource.patternType, ["literal", "prefix"]);
      assert.match(acl.resource.name, TOPIC);
      acl.operations.forEach((operation) => oneOf(operation, OPERATIONS));
      assert.equal(new Set(acl.operations).size, acl.operations.length, "an operation twice");
    }
  }
}
