/** What every measurement of the whole stream needs: a broker, fresh topics, the application, and how figures are told. */
package io.elbowatch.lab.rig;
