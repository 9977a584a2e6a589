// The application's mark.
export const Logo = ({ size = 20 }: { size?: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="shrink-0">
    <rect width="32" height="32" rx="7" className="fill-accent" />
    <path d="M9 21.5a7 7 0 0 1 14 0" fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    <circle cx="16" cy="11.5" r="3.5" fill="#fff" />
    <path
      d="M5 17a11.6 11.6 0 0 1 4-5.6M27 17a11.6 11.6 0 0 0-4-5.6"
      fill="none"
      stroke="#fff"
      strokeOpacity="0.6"
      strokeWidth="2"
      strokeLinecap="round"
    />
  </svg>
)
