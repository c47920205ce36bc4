/*
 * The protocol by which batches leave without loss, for the model checker Spin. docs/protocol.md maps it to the classes,
 * says what is outside, and how to run it.
 *
 * T instances of one stream thread each share P partitions of N images. Constants choose the guarantee, the bounds and at
 * most one mistake; without a mistake every assertion holds and every run ends with all images out.
 */

/* Bounds */
#ifndef N
#define N 3             /* images of a partition */
#endif
#ifndef BATCH
#define BATCH 2         /* images after which a batch is due */
#endif
#ifndef SETTINGS
#define SETTINGS 2      /* records of the settings topic */
#endif
#ifndef FAULTS
#define FAULTS 1        /* crashes, expulsions, timed-out transactions, failed sends, together */
#endif
#ifndef MOVES
#define MOVES 1         /* rebalances that nobody needs */
#endif

/* The guarantee: exactly_once_v2, or with -DALO at_least_once. With -DOVERLAP a work thread scores a batch. */

/* Mistakes, one at a time:
 *   FIELD       images are held in a field; nothing happens before a commit
 *   CLOSE       as FIELD, and the batch is flushed in close()
 *   NEIGHBOURS  a task forwards the results of all tasks of its thread (with ALO)
 *   RETRY       a time-out in forward reaches Kafka Streams, which processes the record again
 *   KEEP        close() leaves the items of its lane in the batch
 *   NO_CATCH_UP the settings do not catch up at all
 *   ALONE       an instance refuses a settings record that the other takes
 *   UNSTABLE    the committed offset is read while a transaction on it is pending (Kafka before 2.5)
 *   NO_FENCE    the group takes offsets from a thread that it has expelled
 */

#define T 2
#define P 2
#define NONE 9
#define LANE(t, p) ((t) * P + (p))

/* What a stream thread is doing. */
#define RUN 0
#define END 1           /* offsets are sent, commitTransaction is to follow */
#define DEAD 2          /* killed; its transaction is open */
#define DEAD_AT_END 3   /* killed after commitTransaction was sent */

/* Topics and coordinators */
byte out[P];            /* committed outputs; the next must be of the image of this number */
byte outVersion[P];     /* settings of the newest committed output */
byte outSet[P];         /* with ALO: images of which an output is in the log, one bit each */
byte committed[P];      /* committed offset */
byte pending[P];        /* 1 + the thread whose open transaction has sent an offset */
byte pendingOffset[P];
byte newest;            /* newest record of the settings topic */
byte owner[P];          /* of a partition, as the group sees it */
byte target[P];         /* where the group wants it */
bool member[T] = true;
bool aborted[T];        /* the coordinator has aborted the transaction */
byte faults = FAULTS;
byte moves = MOVES;

/* A stream thread */
byte phase[T];
byte seen[T];           /* the plan in force */
chan waiting[T] = [P * N + 2] of { byte, byte, byte };      /* partition, offset, settings */
chan running[T] = [P * N + 2] of { byte, byte, byte };      /* on the work thread */
chan sent[T] = [2 * P * N] of { byte, byte, byte, byte };   /* the task that sent; partition, offset, settings */

/* A task: a lane of the batch */
bool open[T * P];
bool fetched[T * P];    /* the committed offset has been read, the topology is not initialised */
bool needed[T * P];     /* StreamTask.commitNeeded */
bool corrupted[T * P];  /* with ALO: a send of this task failed */
byte position[T * P];   /* the next image to take */
chan done[T * P] = [2 * N] of { byte, byte };               /* offset, settings */

/* Used within one step only, so no part of the state */
hidden byte nth, lane, task, number, version, by;

#define COMMITTED_ALL (committed[0] == N && committed[1] == N)
#define HOLDS(t, p) (len(done[LANE(t, p)]) > 0 || waiting[t]??[eval(p), _, _] || running[t]??[eval(p), _, _])
#define NEEDED(t, p) (open[LANE(t, p)] && needed[LANE(t, p)])
#define OTHER(t) (1 - (t))
#ifdef UNSTABLE
#define STABLE(p) true
#else
#define STABLE(p) (pending[p] == 0)
#endif
#ifdef ALONE
#define TAKES(t) ((t) == 0 || seen[t] + 1 < SETTINGS)
#else
#define TAKES(t) true
#endif
#ifdef NO_FENCE
#define IN_GROUP(t) true
#else
#define IN_GROUP(t) member[t]
#endif

/* SettingsFollower.catchUp */
inline catchUp(t) {
    do
    :: seen[t] < newest && TAKES(t) -> seen[t]++
    :: else -> break
    od
}

/* LossFreeBuffer.Batch.deliver */
inline deliver(batch, thread) {
    do
    :: len(batch) > 0 -> batch?task,number,version; done[LANE(thread, task)]!number,version
    :: else -> break
    od
}

/* LossFreeBuffer.Lane.forwardDone */
inline forwardLane(thread, from, sender) {
    do
    :: len(done[LANE(thread, from)]) > 0 -> done[LANE(thread, from)]?number,version; sent[thread]!sender,from,number,version
    :: else -> break
    od
}

inline forwardDone(t, p) {
#ifdef NEIGHBOURS
    lane = 0;
    do
    :: lane < P -> forwardLane(t, lane, p); lane++
    :: else -> break
    od
#else
    forwardLane(t, p, p)
#endif
}

/* LossFreeBuffer.Lane.flush */
inline flush(t, p) {
    deliver(running[t], t);
    deliver(waiting[t], t);
    forwardDone(t, p)
}

/* LossFreeBuffer.Lane.begin with overlap, else flush */
inline workOn(t, p) {
#ifdef OVERLAP
    deliver(running[t], t);
    do
    :: len(waiting[t]) > 0 -> waiting[t]?task,number,version; running[t]!task,number,version
    :: else -> break
    od;
    forwardDone(t, p)
#else
    flush(t, p)
#endif
}

inline removeFrom(batch, closed) {
    nth = len(batch);
    do
    :: nth > 0 ->
        batch?task,number,version;
        if
        :: task != closed -> batch!task,number,version
        :: else
        fi;
        nth--
    :: else -> break
    od
}

/* BatchingProcessor.close; the rest of the task goes too */
inline close(t, p) {
#ifndef KEEP
    deliver(running[t], t);
    removeFrom(waiting[t], p);
    do
    :: len(done[LANE(t, p)]) > 0 -> done[LANE(t, p)]?number,version
    :: else -> break
    od;
#endif
    open[LANE(t, p)] = false;
    fetched[LANE(t, p)] = false;
    needed[LANE(t, p)] = false;
    corrupted[LANE(t, p)] = false;
    position[LANE(t, p)] = 0
}

/* A killed process keeps nothing */
inline forget(t) {
    do
    :: len(waiting[t]) > 0 -> waiting[t]?task,number,version
    :: len(running[t]) > 0 -> running[t]?task,number,version
    :: len(done[LANE(t, 0)]) > 0 -> done[LANE(t, 0)]?number,version
    :: len(done[LANE(t, 1)]) > 0 -> done[LANE(t, 1)]?number,version
    :: else -> break
    od
}

/* A clean close, after the last commit */
inline closeClean(t, p) {
#ifdef CLOSE
    flush(t, p);
#endif
    close(t, p);
    if
    :: owner[p] == t -> owner[p] = NONE
    :: else
    fi
}

inline dropSent(t) {
    do
    :: len(sent[t]) > 0 -> sent[t]?by,task,number,version
    :: else -> break
    od
}

inline abortTransaction(t) {
    dropSent(t);
    nth = 0;
    do
    :: nth < P ->
        if
        :: pending[nth] == t + 1 -> pending[nth] = 0; pendingOffset[nth] = 0
        :: else
        fi;
        nth++
    :: else -> break
    od
}

/* An exception of a task: all tasks of the thread are closed, what was not committed comes again */
inline failThread(t) {
    abortTransaction(t);
    aborted[t] = false;
    phase[t] = RUN;
    member[t] = true;
    close(t, 0);
    close(t, 1)
}

/* Appends an output to the log and checks it */
inline append(from, offset, stamp) {
#ifdef ALO
    outSet[from] = outSet[from] | (1 << offset);
#else
    assert(offset == out[from]);                /* once, and in order */
    assert(stamp >= outVersion[from]);          /* settings never fall */
    out[from]++;
    outVersion[from] = stamp
#endif
}

/* The outputs of a transaction */
inline writeSent(t) {
    do
    :: len(sent[t]) > 0 -> sent[t]?by,task,number,version; append(task, number, version)
    :: else -> break
    od
}

/* The coordinator completes the transaction of a thread: outputs and offsets at once */
inline completeTransaction(t) {
    writeSent(t);
    nth = 0;
    do
    :: nth < P ->
        if
        :: pending[nth] == t + 1 ->
            committed[nth] = pendingOffset[nth];
            pending[nth] = 0;
            pendingOffset[nth] = 0;
            assert(out[nth] == committed[nth])      /* none lost */
        :: else
        fi;
        nth++
    :: else -> break
    od
}

/* Kafka Streams after a commit: the tasks are clean, revoked ones are closed */
inline postCommit(t) {
    phase[t] = RUN;
    needed[LANE(t, 0)] = false;
    needed[LANE(t, 1)] = false;
    if
    :: open[LANE(t, 0)] && target[0] != t && member[t] -> closeClean(t, 0)
    :: else
    fi;
    if
    :: open[LANE(t, 1)] && target[1] != t && member[t] -> closeClean(t, 1)
    :: else
    fi
}

/* StreamTask.prepareCommit: PreCommitHook.flushCache, and PreCommitHook.commit, which throws */
inline prepare(t, p) {
#if !defined(FIELD) && !defined(CLOSE)
    if
    :: NEEDED(t, p) ->
        flush(t, p);
        assert(!HOLDS(t, p))
    :: else
    fi
#else
    skip
#endif
}

inline prepareAll(t) {
    d_step {
        prepare(t, 0);
        prepare(t, 1);
        skip
    }
}

/* KafkaProducer.sendOffsetsToTransaction */
inline sendOffset(t, p) {
    if
    :: NEEDED(t, p) -> pending[p] = t + 1; pendingOffset[p] = position[LANE(t, p)]
    :: else
    fi
}

/* With ALO: the offsets of the tasks whose sends succeeded */
inline commitOffset(t, p) {
    if
    :: NEEDED(t, p) && !corrupted[LANE(t, p)] ->
        committed[p] = position[LANE(t, p)];
        assert((outSet[p] & ((1 << committed[p]) - 1)) == (1 << committed[p]) - 1)     /* none lost */
    :: corrupted[LANE(t, p)] -> close(t, p)
    :: else
    fi
}

/* A task of a stream thread: the calls of Kafka Streams, between two commits */
proctype Task(byte t; byte p) {
end:
    do
    /* Kafka Streams reads the committed offset; a broker answers when no transaction on it is pending */
    :: d_step { phase[t] == RUN && member[t] && owner[p] == t && target[p] == t && !open[LANE(t, p)] && !fetched[LANE(t, p)] && STABLE(p) ->
        position[LANE(t, p)] = committed[p];
        fetched[LANE(t, p)] = true
      }
    /* DecodeProcessor.init: SettingsFollower.catchUp, then BatchingProcessor.init */
    :: d_step { phase[t] == RUN && fetched[LANE(t, p)] ->
#ifndef NO_CATCH_UP
        catchUp(t);
#endif
        fetched[LANE(t, p)] = false;
        open[LANE(t, p)] = true
      }
    /* DecodeProcessor.process, BatchingProcessor.process */
    :: atomic { phase[t] == RUN && open[LANE(t, p)] && position[LANE(t, p)] < N ->
        if
        :: len(running[t]) > 0 -> d_step { deliver(running[t], t); skip }
        :: true
        fi;
        if
        :: seen[t] < newest && TAKES(t) -> seen[t]++     /* SettingsFollower has taken a record meanwhile */
        :: true
        fi;
        d_step {
            forwardDone(t, p);
            waiting[t]!p,position[LANE(t, p)],seen[t];
            position[LANE(t, p)]++;
            needed[LANE(t, p)] = true;
            if
            :: len(waiting[t]) >= BATCH -> workOn(t, p)
            :: else
            fi
        }
      }
    /* ThreadBatch.Lane.tick; CommitTicks flushes in the same way */
    :: d_step { phase[t] == RUN && open[LANE(t, p)] && HOLDS(t, p) -> flush(t, p); skip }
    /* A child throws a time-out while a result is forwarded */
    :: d_step { phase[t] == RUN && open[LANE(t, p)] && position[LANE(t, p)] < N && faults > 0 ->
        faults--;
#ifdef RETRY
        waiting[t]!p,position[LANE(t, p)],seen[t];
        needed[LANE(t, p)] = true
#else
        failThread(t)
#endif
      }
    /* A revocation without anything to commit; otherwise Thread commits first */
    :: d_step { phase[t] == RUN && member[t] && open[LANE(t, p)] && target[p] != t && !needed[LANE(t, p)] ->
        closeClean(t, p)
      }
    :: d_step { phase[t] == RUN && !open[LANE(t, p)] && owner[p] == t && target[p] != t ->
        fetched[LANE(t, p)] = false;
        position[LANE(t, p)] = 0;
        owner[p] = NONE
      }
    od
}

/* A stream thread: commits, and what happens to the thread as a whole */
proctype Thread(byte t) {
end:
    do
    /* A commit. The steps of a thread up to the offsets are one here: nothing that others do between them makes a difference */
#ifdef ALO
    :: atomic { phase[t] == RUN && (NEEDED(t, 0) || NEEDED(t, 1)) ->
        prepareAll(t);
        do
        :: len(sent[t]) > 0 && faults > 0 -> d_step {
            faults--;                           /* the broker refuses a record: the task that sent it fails alone */
            sent[t]?by,task,number,version;
            corrupted[LANE(t, by)] = true
          }
        :: len(sent[t]) > 0 -> d_step { sent[t]?by,task,number,version; append(task, number, version) }
        :: len(sent[t]) == 0 -> break
        od;
        d_step {
            if
            :: member[t] ->
                commitOffset(t, 0);
                commitOffset(t, 1);
                postCommit(t)
            :: else -> failThread(t)
            fi
        }
      }
#else
    :: d_step { phase[t] == RUN && (NEEDED(t, 0) || NEEDED(t, 1)) ->
        prepareAll(t);
        if
        :: IN_GROUP(t) && !aborted[t] ->        /* the group refuses a thread that it has expelled */
            sendOffset(t, 0);
            sendOffset(t, 1);
            phase[t] = END
        :: else -> failThread(t)
        fi
      }
    :: d_step { phase[t] == END ->
        if
        :: aborted[t] -> failThread(t)
        :: else -> completeTransaction(t); postCommit(t)
        fi
      }
#endif
#ifndef ALO
    /* The coordinator aborts a transaction that takes too long; the thread learns it when it commits */
    :: d_step { phase[t] < DEAD && faults > 0 && !aborted[t] && len(sent[t]) > 0 ->
        faults--;
        abortTransaction(t);
        aborted[t] = true
      }
#endif
    /* kill -9: the memory goes; the transaction stays until its time-out, or is completed if that was asked for */
    :: d_step { phase[t] < DEAD && faults > 0 && !COMMITTED_ALL ->
        faults--;
        forget(t);
        close(t, 0);
        close(t, 1);
#ifdef ALO
        dropSent(t);
#endif
        phase[t] = (phase[t] == END && !aborted[t] -> DEAD_AT_END : DEAD);
            aborted[t] = false;
        seen[t] = 0;
        member[t] = false;
        nth = 0;
        do
        :: nth < P ->
            if
            :: owner[nth] == t -> owner[nth] = NONE
            :: else
            fi;
            nth++
        :: else -> break
        od;
        skip
      }
    :: d_step { phase[t] >= DEAD ->
        abortTransaction(t);
        catchUp(t);                 /* SettingsFollower.start */
        phase[t] = RUN;
        member[t] = true
      }
    :: d_step { phase[t] == DEAD_AT_END ->
        completeTransaction(t);
        catchUp(t);
        phase[t] = RUN;
        member[t] = true
      }
    /* The group expels a thread that is silent for too long; it goes on until it notices */
    :: d_step { phase[t] < DEAD && member[t] && member[OTHER(t)] && faults > 0 && !COMMITTED_ALL ->
        faults--;
        member[t] = false;
        nth = 0;
        do
        :: nth < P ->
            if
            :: owner[nth] == t -> owner[nth] = NONE; target[nth] = OTHER(t)
            :: else
            fi;
            nth++
        :: else -> break
        od;
        skip
      }
    :: d_step { phase[t] == RUN && !member[t] -> failThread(t) }
    od
}

/* The group coordinator */
proctype Group(byte p) {
end:
    do
    :: d_step { owner[p] == NONE && member[0] && (target[p] == 0 || !member[1]) -> owner[p] = 0; target[p] = 0 }
    :: d_step { owner[p] == NONE && member[1] && (target[p] == 1 || !member[0]) -> owner[p] = 1; target[p] = 1 }
    :: d_step { owner[p] < T && target[p] == owner[p] && moves > 0 && !COMMITTED_ALL -> moves--; target[p] = OTHER(owner[p]) }
    od
}

/* Somebody publishes settings */
proctype Settings() {
end:
    do
    :: d_step { newest < SETTINGS && !COMMITTED_ALL -> newest++ }
    od
}

/* Nothing more is possible: all images must be out */
proctype End() {
    timeout;
    assert(COMMITTED_ALL)
}

init {
    atomic {
        owner[0] = 0; target[0] = 0;
        owner[1] = 0; target[1] = 0;
        run Task(0, 0);
        run Task(0, 1);
        run Task(1, 0);
        run Task(1, 1);
        run Thread(0);
        run Thread(1);
        run Group(0);
        run Group(1);
        run Settings();
        run End()
    }
}
