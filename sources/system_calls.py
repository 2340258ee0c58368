"""Numbers of Linux's system calls, for the filter of a reader process.

From the kernel's own tables, `arch/x86/entry/syscalls/syscall_64.tbl` and
`include/uapi/asm-generic/unistd.h`. A number never changes.
"""

from dataclasses import dataclass

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
"""The same everywhere, as all later ones."""

FIRST_UNKNOWN = 462
"""What is newer is refused as if the kernel did not have it: libraries then use what is older."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """The system calls of one kind of processor, by what becomes of them.

    Attributes:
        audit: The number that the kernel gives the kind of processor.
        refused: Never needed to read a file.
        unknown: Refused as if the kernel did not have them, so that libraries use others.
        own_process_only: Allowed if the first argument is this process.
        zero_is_own: Those of them in which 0 means this process.
        opens: Open a file; with the place of the argument that says how, from 0.
        clone: Makes threads, which are allowed, and processes, which are not.
    """

    audit: int
    refused: tuple[int, ...]
    unknown: tuple[int, ...]
    own_process_only: tuple[int, ...]
    zero_is_own: tuple[int, ...]
    opens: tuple[tuple[int, int], ...]
    clone: int


_X86_64_REFUSED = (
    # The network: socket, socketpair, connect, bind, listen, accept, accept4, sendto, sendmsg,
    # sendmmsg.
    *(41, 53, 42, 49, 50, 43, 288, 44, 46, 307),
    # Other processes: fork, vfork, execve, execveat, ptrace, process_vm_readv,
    # process_vm_writev, process_madvise, kcmp, pidfd_open, pidfd_getfd, pidfd_send_signal,
    # tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, setpriority, sched_setscheduler,
    # sched_setparam, sched_setattr, ioprio_set, shmget, shmat, msgget, semget, mq_open.
    *(
        57,
        58,
        59,
        322,
        101,
        310,
        311,
        440,
        312,
        434,
        438,
        424,
        200,
        129,
        297,
        141,
        144,
        142,
        314,
        251,
        29,
        30,
        68,
        64,
        240,
    ),
    # Files: creat, mknod, mknodat, mkdir, mkdirat, rmdir, unlink, unlinkat, rename, renameat,
    # renameat2, link, linkat, symlink, symlinkat, chmod, fchmod, fchmodat, fchmodat2, chown,
    # lchown, fchown, fchownat, truncate, utime, utimes, utimensat, futimesat, setxattr,
    # lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr, open_by_handle_at,
    # name_to_handle_at.
    *(
        85,
        133,
        259,
        83,
        258,
        84,
        87,
        263,
        82,
        264,
        316,
        86,
        265,
        88,
        266,
        90,
        91,
        268,
        452,
        92,
        94,
        93,
        260,
        76,
        132,
        235,
        280,
        261,
        188,
        189,
        190,
        197,
        198,
        199,
        304,
        303,
    ),
    # The machine: mount, umount2, pivot_root, chroot, unshare, setns, mount_setattr,
    # move_mount, open_tree, fsopen, fsmount, fspick, fsconfig, swapon, swapoff, reboot,
    # kexec_load, kexec_file_load, init_module, finit_module, delete_module, acct, quotactl,
    # sethostname, setdomainname, settimeofday, clock_settime, clock_adjtime, adjtimex.
    *(
        165,
        166,
        155,
        161,
        272,
        308,
        442,
        429,
        428,
        430,
        432,
        433,
        431,
        167,
        168,
        169,
        246,
        320,
        175,
        313,
        176,
        163,
        179,
        170,
        171,
        164,
        227,
        305,
        159,
    ),
    # Parts of the kernel with a history of holes: bpf, perf_event_open, userfaultfd,
    # io_uring_setup, io_uring_enter, io_uring_register, keyctl, add_key, request_key.
    *(321, 298, 323, 425, 426, 427, 250, 248, 249),
)

_ARM64_REFUSED = (
    # The network: socket, socketpair, connect, bind, listen, accept, accept4, sendto, sendmsg,
    # sendmmsg.
    *(198, 199, 203, 200, 201, 202, 242, 206, 211, 269),
    # Other processes: execve, execveat, ptrace, process_vm_readv, process_vm_writev,
    # process_madvise, kcmp, pidfd_open, pidfd_getfd, pidfd_send_signal, tkill, rt_sigqueueinfo,
    # rt_tgsigqueueinfo, setpriority, sched_setscheduler, sched_setparam, sched_setattr,
    # ioprio_set, shmget, shmat, msgget, semget, mq_open.
    *(
        221,
        281,
        117,
        270,
        271,
        440,
        272,
        434,
        438,
        424,
        130,
        138,
        240,
        140,
        119,
        118,
        274,
        30,
        194,
        196,
        186,
        190,
        180,
    ),
    # Files: mknodat, mkdirat, unlinkat, renameat, renameat2, linkat, symlinkat, fchmod,
    # fchmodat, fchmodat2, fchown, fchownat, truncate, utimensat, setxattr, lsetxattr,
    # fsetxattr, removexattr, lremovexattr, fremovexattr, open_by_handle_at, name_to_handle_at.
    *(33, 34, 35, 38, 276, 37, 36, 52, 53, 452, 55, 54, 45, 88, 5, 6, 7, 14, 15, 16, 265, 264),
    # The machine: mount, umount2, pivot_root, chroot, unshare, setns, mount_setattr,
    # move_mount, open_tree, fsopen, fsmount, fspick, fsconfig, swapon, swapoff, reboot,
    # kexec_load, kexec_file_load, init_module, finit_module, delete_module, acct, quotactl,
    # sethostname, setdomainname, settimeofday, clock_settime, clock_adjtime, adjtimex.
    *(
        40,
        39,
        41,
        51,
        97,
        268,
        442,
        429,
        428,
        430,
        432,
        433,
        431,
        224,
        225,
        142,
        104,
        294,
        105,
        273,
        106,
        89,
        60,
        161,
        162,
        170,
        112,
        266,
        171,
    ),
    # Parts of the kernel with a history of holes: bpf, perf_event_open, userfaultfd,
    # io_uring_setup, io_uring_enter, io_uring_register, keyctl, add_key, request_key.
    *(280, 241, 282, 425, 426, 427, 219, 217, 218),
)

ARCHITECTURES = {
    "x86_64": Architecture(
        audit=0xC000003E,
        refused=_X86_64_REFUSED,
        unknown=(435, 437),  # clone3, openat2: their arguments can't be seen
        own_process_only=(62, 234, 302, 203),
        zero_is_own=(302, 203),
        opens=((2, 1), (257, 2)),
        clone=56,
    ),
    "aarch64": Architecture(
        audit=0xC00000B7,
        refused=_ARM64_REFUSED,
        unknown=(435, 437),  # clone3, openat2: their arguments can't be seen
        own_process_only=(129, 131, 261, 122),
        zero_is_own=(261, 122),
        opens=((56, 2),),
        clone=220,
    ),
}
"""By the machine's name, as the kernel gives it. kill, tgkill, prlimit64, sched_setaffinity."""
