/** Processes of the lab on hosts of their own: network namespaces where the machine can, else the loopback interface. */
package io.elbowatch.lab.process;
