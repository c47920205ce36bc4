/**
 * Files from and to places outside: a folder of this machine, a web server, a bucket. Who names a place is not trusted: {@code Place}
 * reads it, {@code AllowedPlaces} says whether it may be read, {@code AddressGuard} keeps names from leading to addresses
 * that are nobody's to ask for, {@code ByteBudget} and {@code Deadline} bound what comes.
 */
package io.elbowatch.download;
