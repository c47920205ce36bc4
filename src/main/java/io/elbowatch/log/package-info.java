/**
 * How log events are written; logback.xml names the classes. Text for people is escaped, JSON follows the Elastic Common
 * Schema, and warnings of Kafka's clients that repeat are folded.
 */
package io.elbowatch.log;
